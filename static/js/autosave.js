// Saves a field by itself, as the server understands it in samhandling/core/http.py.
//
//   <div data-autosave-field data-url="…" data-revision="7"> … one control … <span data-autosave-status></span></div>
//
// POST value, base_revision, csrfmiddlewaretoken →
//   200 {revision, saved_at, text?, warning?}
//                                        saved; `text` when the server joined it with somebody else's, and `warning`
//                                        goes into [data-text] in the box's [data-autosave-warning]
//   409 {revision, theirs, …}            both texts are shown, the reader chooses
//   422 {message}                        the message stands beside the field
//   401, 403 or a sign-in page           kept in this browser until signed in again
//   no answer                            kept in this browser, tried again with longer and longer waits
// One save at a time for each field; what is typed meanwhile goes with the next.

import { csrfToken } from "portal/csrf"
import { forget, keep, kept } from "portal/kept"
import { endOf, readable, rebase } from "portal/words"

const texts = JSON.parse(document.getElementById("js-texts").textContent)
const WAIT = 800
const LONGEST_WAIT = 60_000
const fields = new Set()
let pressed = false

export function enhance(root) {
  const boxes = [...root.querySelectorAll("[data-autosave-field]")]
  if (root.matches("[data-autosave-field]")) boxes.push(root)
  for (const box of boxes) if (!box.dataset.ready) fields.add(new Field(box))
}

class Field {
  constructor(box) {
    box.dataset.ready = "true"
    this.box = box
    this.url = box.dataset.url
    this.revision = box.dataset.revision ?? "0"
    this.controls = [...box.querySelectorAll("textarea, select, input")].filter(
      (each) => each.name && !["hidden", "submit", "button"].includes(each.type) && !each.closest("[role=toolbar]"),
    )
    this.status = box.querySelector("[data-autosave-status]") ?? this.box.appendChild(make("span", "saved"))
    this.status.setAttribute("role", "status")
    this.saved = this.rendered
    this.saving = false
    this.blocked = false // waits for a choice or for signing in
    this.failures = 0
    this.changedAt = 0
    box.addEventListener("input", (event) => this.typed(event))
    box.addEventListener("change", (event) => this.typed(event))
    for (const control of this.controls) {
      control.addEventListener("blur", () => this.save())
      control.autocomplete = "off" // what a browser fills in by itself on a visit after this one is nobody's typing
    }
    if (!this.restore() && this.unsaved) this.timer = setTimeout(() => this.save(), WAIT) // typed before this file had come
  }

  /** The value the server sent with the page. */
  get rendered() {
    const [first] = this.controls
    if (first.type === "radio") return this.controls.find((each) => each.defaultChecked)?.value ?? ""
    if (first.type === "checkbox") return this.controls.filter((each) => each.defaultChecked).map((each) => each.value).join(",")
    if (first.type === "select-one") return ([...first.options].find((each) => each.defaultSelected) ?? first.options[0])?.value ?? ""
    if (first.type === "textarea") return first.defaultValue
    return Object.assign(document.createElement("input"), { type: first.type, value: first.defaultValue }).value
  }

  get value() {
    const [first] = this.controls
    if (first.type === "radio") return this.controls.find((each) => each.checked)?.value ?? ""
    if (first.type === "checkbox") return this.controls.filter((each) => each.checked).map((each) => each.value).join(",")
    return first.value
  }

  set value(value) {
    const [first] = this.controls
    if (first.type === "radio") for (const each of this.controls) each.checked = each.value === value
    else if (first.type === "checkbox") for (const each of this.controls) each.checked = value.split(",").includes(each.value)
    else {
      const before = first.value?.slice(0, first.selectionStart ?? 0) ?? ""
      first.value = value
      if (document.activeElement === first && first.type === "textarea") {
        const at = endOf(value, before)
        first.setSelectionRange(at, at)
      }
    }
    first.dispatchEvent(new CustomEvent("portal:set-value", { detail: { value } }))
  }

  /** A value as a reader sees it: what the option or the radio says. */
  words(value) {
    const [first] = this.controls
    if (first.type === "select-one") return [...first.options].find((each) => each.value === value)?.text ?? value
    const chosen = ["radio", "checkbox"].includes(first.type) && this.controls.find((each) => each.value === value)
    return (chosen ? chosen.labels[0]?.textContent.trim() : readable(value)) || "–"
  }

  get unsaved() {
    return this.value !== this.saved
  }

  /** Holds something that a fragment asked for at `moment` does not know of. */
  isAheadOf(moment) {
    return this.unsaved || this.saving || this.blocked || this.changedAt > moment
  }

  typed(event) {
    if (event.target.closest("[data-autosave-choice], [role=toolbar]")) return
    this.changedAt = performance.now()
    this.keep()
    if (this.choice) this.choice.querySelector("[data-mine]").textContent = this.words(this.value)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), event.type === "change" ? 0 : WAIT)
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.timer)
    if (pressed && !leaving) {
      this.timer = setTimeout(() => this.save(), 100)
      return
    }
    if (this.saving || this.blocked || !this.unsaved) return
    const sent = this.value
    this.saving = true
    this.say("underway", texts.saving)
    let answer = null
    let data = {}
    try {
      answer = await fetch(this.url, this.request(sent, leaving))
      if (answer.headers.get("content-type")?.includes("json")) data = await answer.json()
    } catch {
      answer = null
    }
    this.saving = false
    this.connected(answer !== null)
    this.hear(answer, data, sent)
  }

  request(value, keepalive) {
    const body = new URLSearchParams({ value, base_revision: this.revision, csrfmiddlewaretoken: csrfToken() })
    return { method: "POST", body, keepalive: keepalive && value.length < 30_000, headers: { Accept: "application/json" } }
  }

  hear(answer, data, sent) {
    if (answer === null || answer.status >= 500 || answer.status === 429) return this.again()
    if (answer.ok && data.revision !== undefined) return this.done(data, sent)
    if (answer.status === 409) return this.choose(data)
    if (answer.status === 422) return this.refuse(data.message ?? texts.notSaved)
    if (answer.redirected || answer.ok || answer.status === 401) return this.signIn()
    if (answer.status === 403) return data.message ? this.refuse(data.message) : this.signIn()
    return this.refuse(data.message ?? texts.notSaved)
  }

  done(data, sent) {
    this.changedAt = performance.now()
    this.failures = 0
    this.revision = String(data.revision)
    this.rebased()
    this.refuse("")
    this.warn(data.warning ?? "")
    const typedMeanwhile = this.value !== sent
    this.saved = sent
    if (data.text !== undefined && data.text !== sent) {
      this.saved = data.text
      const joined = typedMeanwhile ? rebase(sent, this.value, data.text) : data.text
      if (joined === null) return this.choose({ revision: data.revision, theirs: data.text })
      this.value = joined
    }
    this.say("saved", texts.saved.replace("%s", data.saved_at ?? ""))
    this.box.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }))
    if (typedMeanwhile) {
      this.keep()
      this.timer = setTimeout(() => this.save(), WAIT)
    } else forget(this.url)
  }

  /** The same form sent whole goes on from the newest revision too. */
  rebased() {
    this.box.dataset.revision = this.revision
    const base = this.box.querySelector("input[type=hidden][data-autosave-base]")
    if (base) base.value = this.revision
  }

  warn(message) {
    const line = this.box.querySelector("[data-autosave-warning]")
    if (!line) return
    line.hidden = !message
    const words = line.querySelector("[data-text]")
    if (words.textContent !== message) words.textContent = message
  }

  again() {
    this.failures += 1
    this.keep()
    this.say("offline", texts.retrying, "warning")
    const wait = Math.min(2 ** this.failures * 1000, LONGEST_WAIT)
    this.timer = setTimeout(() => this.save(), wait)
  }

  /** A message beside the field; an empty one takes it away. */
  refuse(message) {
    const [control] = this.controls
    let line = this.box.querySelector(".ds-validation-message[data-autosave-message]")
    control.toggleAttribute("aria-invalid", Boolean(message))
    if (message) control.setAttribute("aria-invalid", "true")
    if (!message) return line?.remove()
    if (!line) {
      line = make("p", "ds-validation-message")
      line.dataset.autosaveMessage = ""
      line.dataset.field = "validation"
      line.setAttribute("role", "alert")
      this.status.before(line)
    }
    line.textContent = message
    this.say("overdue", texts.notSaved, "danger")
  }

  signIn() {
    this.blocked = true
    this.keep()
    this.say("exempt", "", "warning")
    const link = make("a", "ds-link", texts.signIn)
    link.href = `${texts.signInUrl}?next=${encodeURIComponent(texts.signedInUrl)}`
    link.target = "_blank"
    const retry = make("button", "ds-link", texts.tryAgain)
    retry.type = "button"
    retry.addEventListener("click", () => this.resume())
    this.status.append(make("span", "", texts.signedOut), " ", link, " ", retry)
  }

  resume() {
    if (!this.blocked || this.choice) return
    this.blocked = false
    this.save()
  }

  /** Both texts, and three ways out. Nothing is sent until one is chosen; what is typed meanwhile is in mine. */
  choose({ revision, theirs }) {
    this.blocked = true
    this.choice?.remove()
    this.say("deviation", texts.conflict, "warning")
    const end = (value) => {
      this.choice.remove()
      this.choice = null
      this.blocked = false
      this.revision = String(revision)
      this.rebased()
      this.saved = theirs
      this.value = value
      if (value === theirs) {
        forget(this.url)
        this.say("saved", texts.theirsKept)
      } else this.save()
      const written = this.box.querySelector("[role=textbox]") ?? this.controls[0] // a rich text's textarea is hidden
      written.focus()
    }
    const box = make("div", "panel autosave-choice")
    box.dataset.autosaveChoice = ""
    box.setAttribute("role", "group")
    box.setAttribute("aria-label", texts.conflict)
    box.append(
      make("p", "strong", texts.conflictHelp),
      side(texts.mine, this.words(this.value), "mine"),
      side(texts.theirs, this.words(theirs)),
      row(
        button(texts.keepMine, "", () => end(this.value)),
        button(texts.useTheirs, "secondary", () => end(theirs)),
        ...(this.between === null ? [] : [button(texts.useBoth, "secondary", () => end(this.value + this.between + theirs))]),
      ),
    )
    this.choice = box
    this.box.append(box)
  }

  /** What stands between two texts in one field; null where only one can stand. */
  get between() {
    const [first] = this.controls
    if (first.matches("[data-richtext] textarea")) return ""
    if (first.type === "textarea") return "\n\n"
    return first.type === "text" ? " " : null
  }

  keep() {
    if (this.unsaved) keep(this.url, this.value, this.revision)
  }

  /** What an earlier visit could not save is offered; a save based on the old revision is merged or asked about. */
  restore() {
    const old = kept(this.url)
    if (!old || old.value === this.saved || readable(old.value) === readable(this.saved)) {
      forget(this.url)
      return false
    }
    this.say("info", texts.kept, "info")
    const use = button(texts.putBack, "", () => {
      this.revision = old.revision
      this.value = old.value
      this.say("underway", texts.saving)
      this.save()
    })
    const drop = button(texts.discard, "tertiary", () => {
      forget(this.url)
      this.say("", "")
    })
    for (const each of [use, drop]) each.dataset.size = "sm"
    this.status.append(" ", use, " ", drop)
    return true
  }

  say(icon, text, color = "") {
    this.status.replaceChildren()
    if (color) this.status.dataset.color = color
    else delete this.status.dataset.color
    if (icon && texts.icons[icon]) {
      const drawing = document.createRange().createContextualFragment(texts.icons[icon])
      this.status.append(drawing)
    }
    if (text) this.status.append(make("span", "", text))
  }

  connected(connected) {
    document.dispatchEvent(new CustomEvent("portal:connection", { detail: { connected } }))
  }
}

function make(tag, className, text = "") {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.textContent = text
  return element
}

function button(text, variant, act) {
  const element = make("button", "ds-button", text)
  element.type = "button"
  if (variant) element.dataset.variant = variant
  element.addEventListener("click", act)
  return element
}

function row(...children) {
  const element = make("div", "cluster")
  element.append(...children)
  return element
}

function side(title, text, whose = "theirs") {
  const element = make("div", "stack-s")
  const body = make("div", "autosave-text", text)
  body.dataset[whose] = ""
  element.append(make("span", "small muted", title), body)
  return element
}

function saveAll() {
  for (const field of fields) if (field.box.isConnected) field.save({ leaving: true })
}

// What a save elsewhere on the page fetches anew never takes the place of what was typed or chosen meanwhile.
const askedAt = new WeakMap()
document.addEventListener("htmx:beforeSend", (event) => askedAt.set(event.detail.xhr, performance.now()))
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target, xhr } = event.detail
  if (requestConfig.triggeringEvent?.type !== "portal:saved") return
  for (const field of fields)
    if (target.contains(field.box) && field.isAheadOf(askedAt.get(xhr))) event.detail.shouldSwap = false
})

// What is said of a save takes a line. While a button is pressed it must not move away from under the pointer.
window.addEventListener("pointerdown", () => { pressed = true }, true)
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => { pressed = false }, true)
window.addEventListener("online", () => {
  for (const field of fields) if (field.failures) field.save()
})
window.addEventListener("focus", () => {
  for (const field of fields) field.resume()
})
window.addEventListener("pagehide", saveAll)
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveAll()
})
// A form that is sent whole takes its fields along. What is kept in the browser stays until a page shows it was saved.
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return
  for (const field of fields) if (field.controls[0]?.form === event.target) field.saved = field.value
})
window.addEventListener("beforeunload", (event) => {
  for (const field of fields) if (!field.box.isConnected) fields.delete(field)
  if ([...fields].some((field) => field.unsaved)) event.preventDefault()
})
