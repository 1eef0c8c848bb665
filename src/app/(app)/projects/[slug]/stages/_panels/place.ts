/** Which stage of which project: what every action of the stage page names. */
export type Place = { slug: string; stage: string };
