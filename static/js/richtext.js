// The editor for rich text, on Tiptap as django-prose-editor bundles it. The textarea stays and is what is sent:
// every change is written to it with an `input` event, and `portal:set-value` on it puts another text in the editor.

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History, HorizontalRule,
  Italic, Link, ListItem, Node, OrderedList, Paragraph, Subscript, Superscript, Table, TableCell, TableHeader, TableRow,
  Text,
} from "django-prose-editor/editor"
import { csrfToken } from "portal/csrf"

// Styled HTML comes from somewhere else than this editor.
const FOREIGN = /style=|class="?Mso|<o:p|<w:|urn:schemas-microsoft|<h1|<style|sdfootnote/i

/** A quotation may end with the line that says whose decision it is and its case number. */
const Quote = Blockquote.extend({ content: "block+ quoteSource?" })

const QuoteSource = Node.create({
  name: "quoteSource",
  content: "text*",
  marks: "",
  defining: true,
  addOptions: () => ({ hint: "" }),
  parseHTML: () => [{ tag: "footer" }],
  renderHTML() {
    return ["footer", { "data-hint": this.options.hint }, 0]
  },
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== this.name) return false
        const after = $from.after($from.depth - 1)
        return editor.chain().insertContentAt(after, { type: "paragraph" }).focus(after + 1).run()
      },
    }
  },
})

/** A footnote is one thing in the text; its words are edited in a dialog. */
const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ text: { default: "", parseHTML: (element) => element.textContent, rendered: false } }),
  parseHTML: () => [{ tag: "span.fotnote", priority: 60 }],
  renderHTML: ({ node }) => ["span", { class: "fotnote" }, node.attrs.text],
  renderText: ({ node }) => ` (${node.attrs.text})`,
})

/** A table keeps its caption, which is edited in a dialog. */
const CaptionedTable = Table.extend({
  addAttributes() {
    const parseHTML = (element) => element.querySelector("caption")?.textContent.trim() ?? ""
    return { ...this.parent?.(), caption: { default: "", parseHTML, rendered: false } }
  },
  addNodeView: () => null,
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML: ({ node }) => {
    const { caption } = node.attrs
    return caption ? ["table", ["caption", caption], ["tbody", 0]] : ["table", ["tbody", 0]]
  },
})

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  addRow: (chain) => chain.addRowAfter(),
  addColumn: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  headerRow: (chain) => chain.toggleHeaderRow(),
  deleteTable: (chain) => chain.deleteTable(),
}

export function enhance(root) {
  const boxes = [...root.querySelectorAll("[data-richtext]")]
  if (root.matches("[data-richtext]")) boxes.push(root)
  for (const box of boxes) if (!box.dataset.ready) new RichText(box)
}

class RichText {
  constructor(box) {
    box.dataset.ready = "true"
    this.box = box
    this.textarea = box.querySelector("textarea")
    this.toolbar = box.querySelector("[role=toolbar]")
    const place = document.createElement("div")
    place.className = "richtext-editor prose"
    this.textarea.before(place)
    this.editor = new Editor({
      element: place,
      injectCSS: false,
      editable: !this.textarea.disabled && !this.textarea.readOnly,
      extensions: this.extensions(),
      content: this.textarea.value,
      editorProps: {
        attributes: this.describe(),
        handleDOMEvents: { paste: (view, event) => this.paste(event) },
        handleDoubleClickOn: (view, position, node) => node.type.name === "footnote" && this.footnote(),
      },
      onUpdate: () => this.write(),
      onTransaction: () => this.show(),
      onBlur: () => this.textarea.dispatchEvent(new Event("blur")),
    })
    if (document.activeElement === this.textarea) this.editor.commands.focus("end")
    this.textarea.hidden = true
    this.toolbar.hidden = !this.editor.isEditable
    this.listen()
    this.show()
  }

  extensions() {
    return [
      Document, Paragraph, Text, Heading.configure({ levels: [2, 3, 4] }), Bold, Italic, Superscript, Subscript,
      BulletList, OrderedList, ListItem, Quote, QuoteSource.configure({ hint: this.box.dataset.sourceHint }), Footnote,
      HardBreak, HorizontalRule, Link.configure({ openOnClick: false, protocols: ["http", "https", "mailto"] }),
      CaptionedTable.configure({ resizable: false }), TableRow, TableHeader, TableCell, History, Dropcursor, Gapcursor,
    ]
  }

  /** The editor takes over the textarea's id and description, so that labels and error links lead to it. */
  describe() {
    const { textarea } = this
    const id = textarea.id
    const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)
    const attributes = { role: "textbox", "aria-multiline": "true", class: "ds-input richtext-content", id }
    if (label) {
      label.id ||= `${id}_label`
      attributes["aria-labelledby"] = label.id
      label.addEventListener("click", () => this.editor.commands.focus())
    }
    for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
      if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name)
    }
    if (textarea.required) attributes["aria-required"] = "true"
    textarea.required = false
    textarea.id = `${id}_html`
    return attributes
  }

  write() {
    this.textarea.value = this.editor.isEmpty ? "" : this.editor.getHTML()
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }))
  }

  listen() {
    this.toolbar.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-command]")
      if (button) this.run(button.dataset.command)
    })
    this.toolbar.addEventListener("mousedown", (event) => {
      if (!event.target.closest("select")) event.preventDefault() // the cursor stays in the text
    })
    this.toolbar.addEventListener("keydown", (event) => this.move(event))
    this.toolbar.querySelector("[data-block]").addEventListener("change", (event) => {
      const level = Number(event.target.value)
      const chain = this.editor.chain().focus()
      if (level) chain.setHeading({ level }).run()
      else chain.setParagraph().run()
    })
    this.textarea.addEventListener("portal:set-value", (event) => {
      const { from } = this.editor.state.selection
      this.editor.commands.setContent(event.detail.value, { emitUpdate: false })
      this.editor.commands.setTextSelection(Math.min(from, this.editor.state.doc.content.size))
      this.textarea.value = event.detail.value
    })
  }

  run(command) {
    if (command === "link") return this.link()
    if (command === "footnote") return this.footnote()
    if (command === "caption") return this.caption()
    if (command === "blockquote") return this.quote()
    return COMMANDS[command](this.editor.chain().focus()).run()
  }

  quote() {
    if (this.editor.isActive("blockquote")) {
      const source = this.find("quoteSource")
      const chain = this.editor.chain().focus()
      if (source) chain.deleteRange(source)
      return chain.lift("blockquote").run()
    }
    if (!this.editor.chain().focus().wrapIn("blockquote").run()) return false
    const { $from } = this.editor.state.selection
    const end = $from.end($from.depth - 1)
    return this.editor.commands.insertContentAt(end, { type: "quoteSource" }, { updateSelection: false })
  }

  /** Where the node of this type in the current quotation begins and ends. */
  find(name) {
    const { $from } = this.editor.state.selection
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const node = $from.node(depth)
      if (node.type.name !== "blockquote") continue
      let found = null
      node.forEach((child, offset) => {
        const from = $from.start(depth) + offset
        if (child.type.name === name && !child.content.size) found = { from, to: from + child.nodeSize }
      })
      return found
    }
    return null
  }

  async link() {
    const href = await this.ask("link", this.editor.getAttributes("link").href ?? "")
    if (href === null) return
    const chain = this.editor.chain().focus().extendMarkRange("link")
    if (!href) chain.unsetLink().run()
    else if (this.editor.state.selection.empty && !this.editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run()
    } else chain.setLink({ href }).run()
  }

  async caption() {
    const caption = await this.ask("caption", this.editor.getAttributes("table").caption ?? "")
    if (caption !== null) this.editor.chain().focus().updateAttributes("table", { caption }).run()
  }

  async footnote() {
    const { selection } = this.editor.state
    const current = selection.node?.type.name === "footnote" ? selection.node.attrs.text : ""
    const text = await this.ask("footnote", current)
    if (text === null) return
    const chain = this.editor.chain().focus()
    if (current && !text) chain.deleteSelection().run()
    else if (current) chain.updateAttributes("footnote", { text }).run()
    else if (text) chain.setTextSelection(selection.to).insertContent({ type: "footnote", attrs: { text } }).run()
  }

  /** Asks in a dialog; null when it is given up. */
  ask(name, value) {
    const copy = this.box.querySelector(`template[data-dialog="${name}"]`).content.cloneNode(true)
    const dialog = copy.querySelector("dialog")
    const field = dialog.querySelector("[data-value]")
    field.value = value
    document.body.append(dialog)
    dialog.showModal()
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove()
        this.editor.commands.focus()
        resolve(dialog.returnValue === "ok" ? field.value.trim() : null)
      })
    })
  }

  /** What comes from Word is read by the server, which knows its lists, headings and footnotes. */
  paste(event) {
    const html = event.clipboardData?.getData("text/html") ?? ""
    if (!FOREIGN.test(html)) return false
    event.preventDefault()
    const plain = event.clipboardData.getData("text/plain")
    const body = new FormData()
    body.set("html", html)
    const headers = { "X-CSRFToken": csrfToken() }
    fetch(this.box.dataset.cleanUrl, { method: "POST", body, headers, redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
      .then((clean) => this.editor.chain().focus().insertContent(clean).run())
      .catch(() => this.editor.chain().focus().insertContent(plain).run())
    return true
  }

  /** Pressed buttons, the block type and the table tools follow the place of the cursor. */
  show() {
    if (!this.editor) return
    for (const button of this.toolbar.querySelectorAll("button[data-command]")) {
      const { command } = button.dataset
      if (["bold", "italic", "bulletList", "orderedList", "blockquote", "link"].includes(command)) {
        button.setAttribute("aria-pressed", String(this.editor.isActive(command)))
      }
    }
    const level = [2, 3, 4].find((each) => this.editor.isActive("heading", { level: each })) ?? 0
    this.toolbar.querySelector("[data-block]").value = String(level)
    this.toolbar.querySelector("[data-in-table]").hidden = !this.editor.isActive("table")
  }

  /** Arrow keys move within the toolbar. */
  move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step || event.target.matches("select")) return
    const all = [...this.toolbar.querySelectorAll("button, select")].filter((each) => each.offsetParent)
    event.preventDefault()
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus()
  }
}
