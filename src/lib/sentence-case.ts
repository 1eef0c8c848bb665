/** "product manager" becomes "Product manager"; the rest of the words stay as they are. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
