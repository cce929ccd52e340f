// The cookie has the newest token, also after signing in again in another tab; the page has the one it was made with.
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="))
  return cookie?.slice("csrftoken=".length) ?? JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? ""
}
