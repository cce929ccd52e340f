// What the fields ask of a text: where something was typed, and how it reads.

/** What was typed after `sent`, put at the same place in the text the server joined; null when the place is gone. */
export function rebase(sent, now, joined) {
  let start = 0
  while (start < sent.length && sent[start] === now[start]) start += 1
  let end = 0
  while (end < Math.min(sent.length, now.length) - start && sent.at(-1 - end) === now.at(-1 - end)) end += 1
  const removed = sent.slice(start, sent.length - end)
  const added = now.slice(start, now.length - end)
  const around = sent.slice(Math.max(0, start - 30), start)
  const at = joined.indexOf(around + removed)
  if (at < 0 || joined.indexOf(around + removed, at + 1) >= 0) return start === sent.length && joined.startsWith(sent) ? now + joined.slice(sent.length) : null
  return joined.slice(0, at + around.length) + added + joined.slice(at + around.length + removed.length)
}

/** Where the cursor goes in a new text: after the words it stood after. */
export function endOf(text, before) {
  if (text.startsWith(before)) return before.length
  const words = before.slice(-20)
  const at = text.indexOf(words)
  return at < 0 ? Math.min(before.length, text.length) : at + words.length
}

/** Rich text is shown as its words; the markup comes back with the choice. */
export function readable(text) {
  if (!/<\w+[\s>]/.test(text)) return text
  const spaced = text.replace(/<\/(p|li|h\d|tr|blockquote)>/g, "$&\n")
  return new DOMParser().parseFromString(spaced, "text/html").body.textContent.trim()
}
