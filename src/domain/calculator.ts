/** How a number on screen came to be. The version rises when the same inputs would give another number. */
export type Calculator = {
  version: string;
  title: string;
  /** One to three sentences for somebody who does not compute it. */
  inWords: string;
  /** Whose method it is, where it is not the product's own. */
  source?: string;
};
