/**
 * Takes the reader to the first answer that was refused, in the dialog where one is open, and unfolds what hides it.
 * Whether there is one: a refusal that no field shows has to be told elsewhere.
 */
export function focusFirstError(): boolean {
  const place = document.querySelector("dialog[open]") ?? document.querySelector("main");
  const error = place?.querySelector("[id^='field-'][id$='-error']");
  const field = error && document.getElementById(error.id.slice(0, -"-error".length));
  if (!field) return false;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  field.focus();
  return true;
}
