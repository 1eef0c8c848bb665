type Attribute = { name: string; groups: readonly string[]; referenceGroup?: string | undefined };

export function attributeNames(attributes: readonly Attribute[]): string | undefined {
  return joined(attributes.map(({ name }) => name));
}

/** "Age: 18-25, 26-60; Sex: women, men". With one attribute, which stands beside it, the groups alone. */
export function groupsInWords(attributes: readonly Attribute[]): string | undefined {
  return joined(each(attributes, ({ groups }) => groups.join(", "), attributes.length === 1));
}

export function referencesInWords(attributes: readonly Attribute[]): string | undefined {
  const told = attributes.filter(({ referenceGroup }) => referenceGroup !== undefined);
  return joined(each(told, ({ referenceGroup = "" }) => referenceGroup, attributes.length === 1));
}

function each(attributes: readonly Attribute[], words: (attribute: Attribute) => string, alone: boolean): string[] {
  return attributes.map((attribute) => (alone ? words(attribute) : `${attribute.name}: ${words(attribute)}`));
}

function joined(parts: readonly string[]): string | undefined {
  return parts.length > 0 ? parts.join("; ") : undefined;
}
