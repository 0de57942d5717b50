import type { PageRoute } from '../visit.ts'
import { act } from './act.ts'
import { openDoor } from './door.ts'
import { showStage } from './draw.ts'
import { findStage } from './stage.ts'

export const invitationPages: readonly PageRoute[] = [
  { path: '/invitation', show: (visit) => openDoor(visit, visit.form.get('id') ?? '') },
  {
    path: '/invitation/:handle',
    async show(visit) {
      const found = await findStage(visit)
      if ('answer' in found) return found.answer
      const { stage } = found
      const back = stage.page === 'password' && visit.form.get('step') === 'review'
      return showStage(back ? { ...stage, page: 'review' } : stage)
    },
    async act(visit) {
      const found = await findStage(visit)
      return 'answer' in found ? found.answer : act(found.stage)
    },
  },
]
