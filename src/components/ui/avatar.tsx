import { classNames } from "#lib/class-names.ts";

export type Person = { id: string; name: string };

type AvatarProps = {
  person: Person;
  size?: number /** Leave the name out where it is written beside it. */;
  silent?: boolean;
};

/** Initials on a colour that stays the same for the same id. White on each colour is 4.5:1 or better. */
export function Avatar({ person, size = 22, silent = false }: AvatarProps) {
  const named = silent ? { "aria-hidden": true } : { role: "img", "aria-label": person.name, title: person.name };
  return (
    <span
      {...named}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.41), backgroundColor: colourOf(person.id) }}
      className="inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-[#fff] select-none"
    >
      {initialsOf(person.name)}
    </span>
  );
}

export function AvatarGroup({ people, max = 4 }: { people: readonly Person[]; max?: number }) {
  const hidden = people.slice(max);
  return (
    <ul aria-label="People" className={classNames("flex items-center gap-2", people.length === 0 && "hidden")}>
      {people.slice(0, max).map((person) => (
        <li key={person.id} className="flex">
          <Avatar person={person} />
        </li>
      ))}
      {hidden.length > 0 && (
        <li className="text-sm text-ink-2" title={hidden.map((person) => person.name).join(", ")}>
          +{hidden.length}
        </li>
      )}
    </ul>
  );
}

export const AVATAR_COLOURS = [
  "#6d3fe0",
  "#0e7490",
  "#b4530f",
  "#15803d",
  "#be123c",
  "#1d4ed8",
  "#a21caf",
  "#4d6b0f",
  "#0f766e",
  "#475569",
] as const;

function colourOf(id: string): string {
  let hash = 2166136261;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return AVATAR_COLOURS[((hash ^ (hash >>> 15)) >>> 0) % AVATAR_COLOURS.length] ?? AVATAR_COLOURS[0];
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return letters.map((word) => [...(word ?? "?")][0]?.toUpperCase()).join("");
}
