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

// A button that may not be pressed yet, and the sentence that says from when on.
for (const button of document.querySelectorAll('button[data-wait]')) {
  button.disabled = true
  setTimeout(() => (button.disabled = false), 1000 * button.dataset.wait)
}

for (const line of document.querySelectorAll('[data-left]')) {
  const time = line.querySelector('bdi')
  const lang = document.documentElement.lang.replace('ar', 'ar-EG')
  const digits = new Intl.NumberFormat(lang, { useGrouping: false })
  const pairs = new Intl.NumberFormat(lang, { minimumIntegerDigits: 2 })
  const end = Date.now() + 1000 * line.dataset.left
  // Each second in turn is no news; that the time has come is.
  line.setAttribute('aria-live', 'off')
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000)
    if (left > 0) {
      time.textContent = `${digits.format(Math.floor(left / 60))}:${pairs.format(left % 60)}`
      return setTimeout(tick, 1000)
    }
    line.setAttribute('aria-live', 'polite')
    line.textContent = line.dataset.now
  }
  tick()
}

// The code of a text message that ends with our own host: offered by the browser, and taken with the person's consent.
const code = document.querySelector('[data-otp] input')
if (code && 'OTPCredential' in window) {
  const given = new AbortController()
  code.form.addEventListener('submit', () => given.abort())
  navigator.credentials.get({ otp: { transport: ['sms'] }, signal: given.signal }).then(
    (credential) => {
      if (!credential?.code || code.value) return
      code.value = credential.code
      code.form.requestSubmit(code.form.querySelector('button'))
    },
    () => undefined,
  )
}
