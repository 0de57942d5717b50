import type sanitize from 'sanitize-html'

const rules: sanitize.IOptions = {
  allowedTags: [
    ...['p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'blockquote', 'pre', 'code', 'hr', 'a'],
    ...['ul', 'ol', 'li', 'h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'bdi'],
  ],
  allowedAttributes: { a: ['href', 'rel'], '*': ['dir', 'lang'] },
  allowedSchemes: ['https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow noopener noreferrer' } }),
    h1: 'h2',
  },
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'template'],
}

/**
 * Makes markup that somebody wrote harmless, for showing it: text, lists, tables and https links stay; scripts, styles,
 * forms, frames, images and every handler go (attack 72). What is kept is not changed by it. The library is read at the
 * first use: a start need not wait for it.
 */
export async function safeHtml(markup: string): Promise<string> {
  const { default: clean } = await import('sanitize-html')
  return clean(markup, rules)
}
