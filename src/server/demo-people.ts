import type { Role } from "#domain/vocabulary.ts";

/** Public on purpose: it opens invented people in an organisation that is marked as a demo, and nothing else. */
export const DEMO_PASSWORD = "throughline-demo";

export type DemoPerson = { name: string; email: string; role: Role };

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person("Mara Lind", "PM"),
  person("Tomas Okafor", "ML"),
  person("Ines Duarte", "ML"),
  person("Henrik Vos", "LD"),
  person("Priya Raman", "RV"),
  person("Jo Akers", "VW"),
];

function person(name: string, role: Role): DemoPerson {
  return { name, email: `${name.toLowerCase().replace(" ", ".")}@demo.throughline.local`, role };
}
