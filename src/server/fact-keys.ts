import type { Issue } from "#domain/errors.ts";
import { slugOf } from "#domain/slug.ts";

const KEY = /^[A-Za-z0-9](?:[A-Za-z0-9._:@+-]{0,78}[A-Za-z0-9])?$/;

/** A fact's key stands in addresses and is what other facts refer to it by. */
export function keyIssue(key: string | undefined): Issue[] {
  if (key === undefined || KEY.test(key)) return [];
  return [{ path: "key", message: "Letters, digits and . _ : @ + - are allowed, at most 80, no sign at either end" }];
}

/** A key from the fact's name that nobody has: "card-payments", "card-payments-2". */
export function keyFrom(title: string, isTaken: (key: string) => boolean): string {
  const stem = slugOf(title);
  for (let attempt = 1; ; attempt++) {
    const key = attempt === 1 ? stem : `${stem}-${attempt}`;
    if (!isTaken(key)) return key;
  }
}
