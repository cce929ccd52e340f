// What a field could not save, kept in this browser by the field's address until a page shows that it was saved.
// A full or forbidden store only means that the text lives in the page alone.

export function keep(url, value, revision) {
  try {
    localStorage.setItem(key(url), JSON.stringify({ value, revision }))
  } catch {
    // It stands in the page.
  }
}

/** {value, revision} or null. */
export function kept(url) {
  try {
    return JSON.parse(localStorage.getItem(key(url)) ?? "null")
  } catch {
    return null
  }
}

export function forget(url) {
  try {
    localStorage.removeItem(key(url))
  } catch {
    // Nothing was kept.
  }
}

function key(url) {
  return `autosave:${url}`
}
