/** Polls until `look` has something to say. */
export async function waitFor<T>(what: string, look: () => T | Promise<T>, patience = 60_000): Promise<NonNullable<T>> {
  const end = performance.now() + patience
  for (;;) {
    const seen = await look()
    if (seen) return seen as NonNullable<T>
    if (performance.now() > end) throw new Error(`${what}: not after ${patience / 1000} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
