import { listForms, printTypes } from '../../capabilities/forms/index.ts'
import type { Command } from './command.ts'

/** `diwan types`: TypeScript for the forms of this installation, on the standard output. */
export const typesCommand: Command = {
  usage: 'types',
  about: 'print TypeScript for the forms of this installation',
  takes: [0, 0],
  run: async (at, _values, _options, { print }) => print(printTypes((await listForms(at, { limit: 1000 })).forms)),
}
