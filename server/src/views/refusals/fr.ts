import { sayProblemsIn } from './say-problem.ts'
import type { RefusalTexts } from './texts.ts'

const counted = (count: number, one: string, other: string) => `${count} ${count < 2 ? one : other}`

export const fr: RefusalTexts = {
  'input.missing': ({ field }) => `Le champ «\u00a0${field}\u00a0» est à remplir.`,
  'input.invalid': ({ field, rule }) => `Le champ «\u00a0${field}\u00a0» n’est pas correct\u00a0: ${fr.rules[rule]}.`,
  'input.duplicate': ({ field }) => `Le champ «\u00a0${field}\u00a0» est donné plus d’une fois.`,
  'input.unknown': ({ field }) => `Le champ «\u00a0${field}\u00a0» n’est pas connu ici.`,
  'input.malformed': ({ field }) => `Le champ «\u00a0${field}\u00a0» n’est pas un texte UTF-8 valide.`,
  'input.too-large': () => 'La requête est trop volumineuse.',
  'input.unsupported': () =>
    'Envoyez les valeurs dans les paramètres de l’adresse ou dans un formulaire application/x-www-form-urlencoded.',
  'input.not-json': () =>
    'Envoyez le corps sous la forme d’un objet JSON, en UTF-8, avec le Content-Type application/json.',
  'input.unknown-verb': () => 'Cette commande n’est pas connue.',
  'apps.not-authenticated': () => 'Le site ou sa clé n’est pas valable.',
  'apps.not-live': () => 'Ce site n’est pas actif.',
  'apps.not-permitted': ({ permission }) => `Cette application n’a pas l’autorisation « ${permission} ».`,
  'apps.insecure-transport': () =>
    'Utilisez https : les mots de passe et les clés ne sont pas acceptés en simple http.',
  'apps.incomplete': ({ field }) => `Ce site n’a pas encore déclaré son ${field}.`,
  'apps.unknown': ({ app }) => `Il n’existe pas d’application «\u00a0${app}\u00a0».`,
  'apps.conflict': ({ app }) => `L’application « ${app} », son nom ou l’un de ses secrets existe déjà.`,
  'users.contact-taken': () => 'Cette adresse e-mail appartient déjà à un compte.',
  'users.suspended': () => 'Ce compte est fermé. Adressez-vous à l’administration du service.',
  'users.not-mergeable': () =>
    'Ces deux comptes ne peuvent pas être réunis : aucun autre compte n’utilise cette adresse ou ce numéro, l’un des deux a changé entre-temps, ou le plus récent a un identifiant propre à un site.',
  'users.last-way-in': () =>
    'C’est votre seule adresse confirmée : sans elle, vous ne pourriez plus vous connecter. Ajoutez d’abord une autre adresse.',
  'passwords.wrong': () => 'Le compte ou le mot de passe est incorrect.',
  'passwords.too-short': ({ minimum }) =>
    `Le mot de passe doit avoir au moins ${counted(minimum, 'caractère', 'caractères')}.`,
  'passwords.too-long': ({ maximum }) =>
    `Le mot de passe ne peut pas dépasser ${counted(maximum, 'caractère', 'caractères')}.`,
  'passwords.common': () => 'Ce mot de passe est parmi les plus courants. Choisissez-en un autre.',
  'verification.failed': () => 'Le code est incorrect, déjà utilisé ou trop ancien. Demandez-en un nouveau.',
  'verification.paused': () => 'Trop de codes incorrects. Connectez-vous d’une autre manière ou réessayez plus tard.',
  'verification.country-closed': () =>
    'Aucun code n’est envoyé aux numéros de ce pays. Saisissez un autre numéro ou votre adresse e-mail.',
  'verification.textless': () =>
    'Ce numéro fixe ne reçoit pas de SMS. Saisissez un numéro de mobile ou votre adresse e-mail.',
  'server.texts-stopped': () =>
    'Le plafond de SMS du jour est atteint\u00a0: rien n’a été envoyé. Connectez-vous par e-mail ou par mot de passe, ou réessayez demain.',
  'registration.already-active': () => 'Ce compte est déjà actif.',
  'registration.not-active': () =>
    'Confirmez d’abord votre adresse e-mail : ouvrez le lien que nous vous avons envoyé.',
  'limits.exhausted': ({ retryAfterSeconds }) => `Trop d’essais. Réessayez dans ${fr.wait(retryAfterSeconds)}.`,
  'server.overloaded': () => 'Le service est très demandé en ce moment. Réessayez dans un instant.',
  'server.unavailable': () =>
    'Ce service n’est pas disponible pour le moment. Rien n’a été changé ; réessayez dans un instant.',
  'apps.not-in-review': ({ app }) =>
    `L’application « ${app} » n’en est pas à cette étape, ou a changé entre-temps. Revoyez-la.`,
  'apps.approved': ({ field }) =>
    `Le champ «\u00a0${field}\u00a0» est approuvé et ne change plus. Adressez-vous à l’administration du service.`,
  'apps.domain-not-proven': ({ domain }) =>
    `Prouvez d’abord que ${domain} est à vous\u00a0: mettez en place le fichier ou l’enregistrement DNS.`,
  'verification.too-soon': ({ retryAfterSeconds }) =>
    `Un code vient d’être envoyé. Demandez-en un autre dans ${fr.wait(retryAfterSeconds)}.`,
  'guests.event-unknown': ({ event }) => `Aucun événement ne porte le numéro «\u00a0${event}\u00a0».`,
  'guests.event-taken': ({ event }) => `Le numéro « ${event} » est déjà celui d’un autre événement.`,
  'forms.unknown': ({ form }) => `Il n’existe pas de formulaire «\u00a0${form}\u00a0».`,
  'forms.answer-refused': ({ problems }) => sayProblemsIn(fr, problems),
  'forms.answer-unknown': () => 'Cette réponse n’existe pas.',
  'forms.provider-unknown': ({ provider }) =>
    `Il n’existe pas de mode de connexion «\u00a0${provider}\u00a0», ou il est désactivé.`,
  'forms.event-unknown': ({ event }) => `L’événement «\u00a0${event}\u00a0» n’est pas prévu pour l’envoi de codes.`,
  'forms.login-taken': () => 'Cet identifiant est celui d’un autre compte. Choisissez-en un autre.',
  'input.not-multipart': () => 'Envoyez les fichiers au format multipart/form-data.',
  'files.unknown': () => 'Ce fichier n’existe pas.',
  'files.too-large': ({ megabytes }) =>
    `Le fichier ne doit pas dépasser ${megabytes}\u00a0Mo. Choisissez-en un plus petit.`,
  'files.too-many': ({ maximum }) => `Choisissez au plus ${counted(maximum, 'fichier', 'fichiers')}.`,
  'files.wrong-type': ({ types }) =>
    `Ce type de fichier n’est pas accepté ici. Choisissez l’un de ceux-ci\u00a0: ${types}.`,
  'files.unreadable': () => 'L’image est abîmée ou compte trop de pixels. Choisissez-en une autre.',
  'files.quota': () => 'Il n’y a plus de place pour d’autres fichiers. Supprimez-en d’abord.',
  'server.no-room': () =>
    'Il n’y a pas de place pour de nouveaux fichiers en ce moment. Rien n’a été gardé\u202f; réessayez plus tard.',
  'invitations.unknown': () => 'Cette invitation n’existe pas.',
  'invitations.over': () =>
    'Cette invitation a servi, a été annulée ou est trop ancienne. Demandez-en une nouvelle à l’application.',
  'pages.stale-form': () =>
    'Cette page est restée ouverte trop longtemps, ou la personne connectée a changé. Réessayez à partir d’ici.',
  'pages.not-found': () => 'Il n’y a rien à cette adresse. Vérifiez-la ou recommencez.',
  'sessions.not-signed-in': () => 'Connectez-vous d’abord.',
  'sessions.not-fresh': () => 'Reconnectez-vous d’abord, pour confirmer que c’est bien vous.',
  rules: {
    email: 'il faut une adresse e-mail, comme nom@example.com',
    mobile: 'il faut un numéro de téléphone d’au moins 10 chiffres',
    contact: 'il faut une adresse e-mail, comme nom@example.com, ou un numéro de mobile',
    date: 'il faut une date qui existe, comme 1989-05-24',
    choice: 'il faut l’une des valeurs de la liste',
    text: 'le texte est vide, trop long ou contient des caractères non admis',
    number: 'il faut un nombre',
    language: 'il faut l’un des codes fa, ar, vi, fr, en',
    url: 'il faut une adresse web',
    domain: 'il faut un nom de domaine, comme example.com',
    'national-code': 'il faut un code national de 10 chiffres dont le dernier s’accorde aux autres',
    iban: 'il faut un IBAN dont la clé est juste, comme IR062960000000100324200001',
    'postal-code': 'il faut un code postal de 10 chiffres',
    phone: 'il faut un numéro de téléphone avec son indicatif régional',
    code: 'il faut le code que nous avons envoyé',
    'return-url': 'son origine et son chemin doivent être parmi les adresses enregistrées pour cette application',
    type: 'il faut une valeur d’un autre type',
    length: 'le texte est trop court ou trop long',
    range: 'la valeur est trop petite ou trop grande',
    pattern: 'la valeur n’a pas la forme demandée',
    unique: 'quelqu’un d’autre a déjà donné cette valeur',
    file: 'il faut un fichier avec son nom, son lien et sa taille',
    'file-size': 'le fichier est trop volumineux',
    'file-count': 'il y a trop de fichiers',
  },
  wait: (seconds) => {
    if (seconds < 120) return counted(seconds, 'seconde', 'secondes')
    if (seconds < 7200) return counted(Math.ceil(seconds / 60), 'minute', 'minutes')
    return counted(Math.ceil(seconds / 3600), 'heure', 'heures')
  },
  failed: (request) => `Une erreur s’est produite chez nous. Si elle se répète, indiquez-nous ce numéro : ${request}`,
}
