import type { PortalTexts } from './texts.ts'

export const fr: PortalTexts = {
  registered:
    'Votre inscription est enregistrée. Pour activer le compte, ouvrez le lien dans l’e-mail que nous vous avons envoyé.',
  emailActive: 'Cette adresse e-mail appartient à un compte actif.',
  emailPending: 'Cette adresse e-mail est enregistrée, mais pas encore activée.',
  emailUnknown: 'Aucun compte n’a cette adresse e-mail.',
  activated: 'Le compte est actif.',
  activationResent: 'Si un compte avec cette adresse attend son activation, un e-mail est en route.',
  welcome: 'Votre session est ouverte.',
  mustChange: 'Votre session est ouverte. Veuillez changer le mot de passe que vous avez reçu par e-mail.',
  resetSent: 'Si un compte a cette adresse, un e-mail avec un lien est en route.',
  passwordMailed:
    'Un nouveau mot de passe a été créé et arrive par e-mail. L’ancien reste valable jusqu’à ce que le nouveau soit utilisé.',
  passwordChanged: 'Le mot de passe a été changé.',
  updated: 'Les informations sont à jour.',
}
