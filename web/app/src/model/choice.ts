// What of a list is chosen.

/** The list without this one if it was in it, else with it at the end. */
export function toggled(list: readonly string[], one: string): string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
