// Small comforts; every page works without them.
const words = document.body.dataset

for (const field of document.querySelectorAll('input[type=password]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'peek'
  const show = (shown) => {
    field.type = shown ? 'text' : 'password'
    button.textContent = shown ? words.hide : words.show
    button.setAttribute('aria-pressed', String(shown))
  }
  show(false)
  button.addEventListener('click', () => show(field.type === 'password'))
  field.form?.addEventListener('submit', () => show(false))
  field.after(button)
}

document.querySelector('[role=alert]')?.focus()

// A form that only carries the browser on.
document.querySelector('form[data-at-once]')?.requestSubmit()

for (const button of document.querySelectorAll('button[data-wait]')) {
  const label = button.textContent
  const form = new Intl.NumberFormat(document.documentElement.lang.replace('ar', 'ar-EG'))
  let left = Number(button.dataset.wait)
  const tick = () => {
    button.disabled = left > 0
    button.textContent = left > 0 ? `${label} (${form.format(left)})` : label
    if (left-- > 0) setTimeout(tick, 1000)
  }
  tick()
}
