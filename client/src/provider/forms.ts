import type { Caller } from './call.ts'
import { defaultLanguage, unwrapLanguage, wrapLanguage } from './language.ts'
import type { Form, FormDataBody, Listed } from './shapes.ts'
import type { FormItem } from './values.ts'

/** Forms as data. */
export interface Forms {
  /**
   * Every form of the app.
   *
   * @example
   * ```ts
   * const { items } = await client.Forms.getAllForms('fa_IR')
   * ```
   */
  getAllForms(langCode?: string, offset?: number, limit?: number): Promise<Listed<Form>>
  /**
   * One form, with its fields.
   *
   * @throws `pages.not-found`
   * @example
   * ```ts
   * const form = await client.Forms.getFormByMarker('reg', 'fa_IR')
   * for (const field of form.attributes) draw(field)
   * ```
   */
  getFormByMarker(marker: string, langCode?: string): Promise<Form>
}

/** An answer that was given. */
export interface FormAnswer {
  readonly id: number
  readonly formIdentifier: string
  readonly time: string
  readonly status?: string | null
  readonly formData: readonly FormItem[]
}

/** Answers to forms of data. */
export interface FormsData {
  /**
   * Gives an answer.
   *
   * @throws `input.*`, with the wrong fields in `fields`
   * @example
   * ```ts
   * await client.FormData.postFormsData({ formIdentifier: 'contact', formData: [{ marker: 'text', type: 'string', value: 'Hello' }] })
   * ```
   */
  postFormsData<F extends object = never>(
    body: FormDataBody<F>,
    langCode?: string,
  ): Promise<{ readonly formData: FormAnswer; readonly actionMessage: string }>
  /**
   * The answers to a form that the person may see.
   *
   * @example
   * ```ts
   * const { items } = await client.FormData.getFormsDataByMarker('contact', 1)
   * ```
   */
  getFormsDataByMarker(
    marker: string,
    formModuleConfigId: number,
    body?: object,
    isExtended?: number,
    langCode?: string,
    offset?: number,
    limit?: number,
  ): Promise<Listed<FormAnswer>>
  /**
   * Changes an answer of the person’s own.
   *
   * @throws `session.*`, `pages.not-found`; `input.*`, with the wrong fields in `fields`
   * @example
   * ```ts
   * await client.FormData.updateFormsDataByid(7, { formData: { en_US: [{ marker: 'text', type: 'string', value: 'Hello again' }] } })
   * ```
   */
  updateFormsDataByid(id: number, body?: object): Promise<unknown>
  /**
   * Changes the status of an answer.
   *
   * @throws `session.*`, `pages.not-found`
   * @example
   * ```ts
   * await client.FormData.updateFormsDataStatusByid(7, { status: 'read' })
   * ```
   */
  updateFormsDataStatusByid(id: number, body?: object): Promise<boolean>
  /**
   * Removes an answer of the person’s own.
   *
   * @throws `session.*`, `pages.not-found`
   * @example
   * ```ts
   * await client.FormData.deleteFormsDataByid(7)
   * ```
   */
  deleteFormsDataByid(id: number): Promise<boolean>
}

export const forms = ({ asApp }: Caller): Forms => ({
  getAllForms: async (langCode = defaultLanguage, offset = 0, limit = 30) =>
    unwrapLanguage(
      await asApp({ method: 'GET', path: ['forms'], query: { langCode, offset, limit } }),
      langCode,
    ) as Listed<Form>,
  getFormByMarker: async (marker, langCode = defaultLanguage) =>
    unwrapLanguage(
      await asApp({ method: 'GET', path: ['forms', 'marker', marker], query: { langCode } }),
      langCode,
    ) as Form,
})

export const formsData = ({ asApp, asPerson, keeper }: Caller): FormsData => {
  /** As the person where somebody is signed in. */
  const call: Caller['asApp'] = async (one) => ((await keeper.read()) ? asPerson(one) : asApp(one))
  return {
    postFormsData: async (body, langCode = defaultLanguage) =>
      unwrapLanguage(await call({ path: ['form-data'], json: wrapLanguage(body, langCode) }), langCode) as never,
    updateFormsDataByid: (id, json = {}) => call({ method: 'PUT', path: ['form-data', id], json }),
    updateFormsDataStatusByid: (id, json = {}) =>
      call({ method: 'PUT', path: ['form-data', id, 'update-status'], json }),
    deleteFormsDataByid: (id) => call({ method: 'DELETE', path: ['form-data', id] }),
    getFormsDataByMarker: async (marker, formModuleConfigId, body = {}, isExtended = 0, ...page) => {
      const [langCode = defaultLanguage, offset = 0, limit = 30] = page
      const query = { formModuleConfigId, isExtended, langCode, offset, limit }
      return unwrapLanguage(await call({ path: ['form-data', 'marker', marker], json: body, query }), langCode) as never
    },
  }
}
