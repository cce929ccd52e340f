// Puts the rows of a list in order by dragging, and keeps the arrow buttons' focus when they move a row.
//
//   <ol data-sortable data-url="…" data-revision="3">
//     <li data-id="17"> <button type="button" data-handle hidden>…</button>
//       <form method="post" action="…"> <button data-move="up">…</button> <button data-move="down">…</button> </form>
//
// Without this file the arrows are ordinary submit buttons. With it they move the row at once, and the whole order is
// sent as POST order=17&order=12…&base_revision=3&moved=17; the answer is 200 {revision?, message?, html?} or an error with {message}.
// `html` replaces the list's content (new times, new provisional numbers). When sending fails, the old order comes back.

import { csrfToken } from "portal/csrf"
import Sortable from "sortablejs"

const texts = JSON.parse(document.getElementById("js-texts").textContent)

export function enhance(root) {
  const lists = [...root.querySelectorAll("[data-sortable]")]
  if (root.matches("[data-sortable]")) lists.push(root)
  for (const list of lists) if (!list.dataset.ready) prepare(list)
}

function prepare(list) {
  list.dataset.ready = "true"
  for (const handle of list.querySelectorAll("[data-handle]")) handle.hidden = false
  const state = { order: order(list), queue: Promise.resolve() }
  Sortable.create(list, {
    handle: "[data-handle]",
    draggable: "[data-id]",
    filter: "[data-fixed]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    onEnd: (event) => changed(list, state, event.item),
  })
  list.addEventListener("click", (event) => {
    const arrow = event.target.closest("[data-move]")
    const row = arrow?.closest("[data-id]")
    if (!row) return
    const up = arrow.dataset.move === "up"
    const other = neighbour(row, up)
    event.preventDefault()
    if (!other) return say(list, up ? texts.alreadyFirst : texts.alreadyLast)
    if (up) other.before(row)
    else other.after(row)
    arrow.focus()
    changed(list, state, row, arrow.dataset.move)
  })
}

function neighbour(row, up) {
  const other = up ? row.previousElementSibling : row.nextElementSibling
  return other?.matches("[data-id]:not([data-fixed])") ? other : null
}

function order(list) {
  return [...list.querySelectorAll(":scope > [data-id]")].map((row) => row.dataset.id)
}

function changed(list, state, row, move = null) {
  const now = order(list)
  if (now.join() === state.order.join()) return
  const before = state.order
  state.order = now
  const place = texts.movedTo.replace("%(place)s", now.indexOf(row.dataset.id) + 1).replace("%(count)s", now.length)
  say(list, place)
  state.queue = state.queue.then(() => send(list, state, now, before, row.dataset.id, move))
}

async function send(list, state, now, before, id, move) {
  const body = new URLSearchParams(now.map((each) => ["order", each]))
  body.set("base_revision", list.dataset.revision ?? "")
  body.set("moved", id)
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() }
  let data = {}
  try {
    const answer = await fetch(list.dataset.url, { method: "POST", body, headers, redirect: "error" })
    if (answer.headers.get("content-type")?.includes("json")) data = await answer.json()
    if (!answer.ok) throw new Error(data.message ?? texts.orderNotSaved)
  } catch (error) {
    for (const each of before) list.append(list.querySelector(`:scope > [data-id="${CSS.escape(each)}"]`))
    state.order = order(list)
    return say(list, data.message ?? texts.orderNotSaved, true)
  }
  if (data.revision !== undefined) list.dataset.revision = data.revision
  if (data.html !== undefined && now.join() === state.order.join()) {
    list.innerHTML = data.html
    for (const handle of list.querySelectorAll("[data-handle]")) handle.hidden = false
    window.htmx?.process(list)
    if (move) list.querySelector(`[data-id="${CSS.escape(id)}"] [data-move="${move}"]`)?.focus()
  }
  list.dispatchEvent(new CustomEvent("portal:ordered", { bubbles: true, detail: data }))
}

/** Said aloud in a live region after the list; trouble is also shown. */
function say(list, text, trouble = false) {
  let region = list.nextElementSibling
  if (!region?.matches("[data-sortable-status]")) {
    region = document.createElement("p")
    region.dataset.sortableStatus = ""
    region.setAttribute("role", "status")
    list.after(region)
  }
  region.className = trouble ? "ds-validation-message" : "ds-sr-only"
  region.textContent = text
}
