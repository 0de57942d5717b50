type Child = Node | string | undefined | false

/** An element with its attributes and children; texts are never read as markup. */
export function draw<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Partial<Record<string, string | boolean>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value)
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)))
  return element
}
