import type { Keyring } from './secret.ts'

/** Texts kept in each half of a shelf, which with the boxes they came of holds 25 MB at most. */
const perHalf = 8192

interface Opened {
  readonly sealed: string
  readonly text: string
}

/** What was opened last. The younger half becomes the older when it is full, and what nobody asked for meanwhile goes. */
class Shelf {
  #younger = new Map<string, Opened>()
  #older = new Map<string, Opened>()

  find(name: string, sealed: string): string | undefined {
    const young = this.#younger.get(name)
    const found = young ?? this.#older.get(name)
    if (found?.sealed !== sealed) return undefined
    if (!young) this.put(name, found)
    return found.text
  }

  put(name: string, opened: Opened): void {
    if (this.#younger.size >= perHalf) {
      this.#older = this.#younger
      this.#younger = new Map()
    }
    this.#younger.set(name, opened)
  }
}

const shelves = new WeakMap<Keyring, Shelf>()

function shelfOf(keyring: Keyring): Shelf {
  const shelf = shelves.get(keyring) ?? new Shelf()
  shelves.set(keyring, shelf)
  return shelf
}

/** Seals what is kept of a session, token or consent; `name` is its row's, and must be given again to open it. */
export function sealRecord({ keyring }: { readonly keyring: Keyring }, record: object, name: string): string {
  const text = JSON.stringify(record)
  const sealed = keyring.seal(text, name)
  shelfOf(keyring).put(name, { sealed, text })
  return sealed
}

/**
 * Opens what {@link sealRecord} made. Who has a token shows it often, and opening the box takes longer than finding it:
 * the text of a box that is the same to the letter is taken from memory. Whether the row stands, the database says each
 * time (rule 13); what is erased there is forgotten here by and by, so messages and profiles are not kept this way.
 *
 * @throws as {@link Keyring.open}
 */
export function openRecord({ keyring }: { readonly keyring: Keyring }, sealed: string, name: string): object {
  const shelf = shelfOf(keyring)
  const kept = shelf.find(name, sealed)
  if (kept !== undefined) return JSON.parse(kept)
  const text = keyring.open(sealed, name)
  shelf.put(name, { sealed, text })
  return JSON.parse(text)
}
