// Small things that every page wants. Everything on the page works without this file.

import { csrfToken } from "portal/csrf"

// What a page needs more is fetched when the page has use for it. The names are in the import map.
const MODULES = {
  "[data-richtext]": "portal/richtext",
  "[data-autosave-field]": "portal/autosave",
  "[data-sortable]": "portal/sortable",
}

async function enhance(root) {
  for (const [selector, name] of Object.entries(MODULES)) {
    if (root.matches(selector) || root.querySelector(selector)) (await import(name)).enhance(root)
  }
}

enhance(document.body)
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt))

// The token of the page grows old when somebody signs in again in another tab; the cookie's does not.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken()
})
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[name=csrfmiddlewaretoken]")
  if (field) field.value = csrfToken()
})

const offline = document.getElementById("frakoblet")

/** Show or hide the line that says there is no connection. Other modules call it through the event. */
function setOffline(isOffline) {
  if (offline) offline.hidden = !isOffline
}

window.addEventListener("offline", () => setOffline(true))
window.addEventListener("online", () => setOffline(false))
document.addEventListener("portal:connection", (event) => setOffline(!event.detail.connected))
document.addEventListener("htmx:sendError", () => setOffline(true))
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr?.status) setOffline(!navigator.onLine)
})

// Menus made of <details> close by Escape and by a click outside.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of document.querySelectorAll("details.app-menu[open]")) {
    menu.open = false
    menu.querySelector("summary").focus()
  }
})
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.app-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false
  }
})

// A filter form sends itself when a choice is made; without this file it has a button.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-submit-on-change]")
  if (form) form.requestSubmit()
})

// The error summary takes focus also when a fragment brought it.
document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.elt.querySelector?.(".ds-error-summary[autofocus]")?.focus()
})
