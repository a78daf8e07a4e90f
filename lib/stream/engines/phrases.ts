/** What the sandbox engine says: the same sentence in each language of a row. */
const rows = [
  [
    'Good morning, how can I help you?',
    'Guten Morgen, wie kann ich Ihnen helfen?',
    'Bonjour, comment puis-je vous aider ?',
    'Buenos días, ¿en qué puedo ayudarle?',
    'Buongiorno, come posso aiutarla?',
  ],
  [
    'I am calling about my order.',
    'Ich rufe wegen meiner Bestellung an.',
    'Je vous appelle au sujet de ma commande.',
    'Llamo por mi pedido.',
    'Chiamo per il mio ordine.',
  ],
  [
    'Could you repeat that, please?',
    'Könnten Sie das bitte wiederholen?',
    'Pourriez-vous répéter, s’il vous plaît ?',
    '¿Podría repetirlo, por favor?',
    'Potrebbe ripetere, per favore?',
  ],
  [
    'The parcel has not arrived yet.',
    'Das Paket ist noch nicht angekommen.',
    'Le colis n’est pas encore arrivé.',
    'El paquete aún no ha llegado.',
    'Il pacco non è ancora arrivato.',
  ],
  [
    'Thank you, that is very kind.',
    'Danke, das ist sehr freundlich.',
    'Merci, c’est très aimable.',
    'Gracias, es muy amable.',
    'Grazie, è molto gentile.',
  ],
  [
    'I would like to change the appointment.',
    'Ich möchte den Termin ändern.',
    'Je voudrais changer le rendez-vous.',
    'Quisiera cambiar la cita.',
    'Vorrei cambiare l’appuntamento.',
  ],
  [
    'One moment, I will look it up.',
    'Einen Moment, ich sehe nach.',
    'Un instant, je vérifie.',
    'Un momento, lo compruebo.',
    'Un momento, controllo.',
  ],
  [
    'The price is too high for me.',
    'Der Preis ist mir zu hoch.',
    'Le prix est trop élevé pour moi.',
    'El precio es demasiado alto para mí.',
    'Il prezzo è troppo alto per me.',
  ],
] as const;

const languages: readonly string[] = ['en', 'de', 'fr', 'es', 'it'];

/** The language of the sandbox when a session names none, or one that it does not speak. */
export const FALLBACK_LANGUAGE = 'en';

/** The sandbox's own form of a BCP 47 code, `de` of `de-AT`; null when it does not speak it. */
export function spokenLanguage(code: string | null): string | null {
  const [primary = ''] = (code ?? '').toLowerCase().split('-');
  return languages.includes(primary) ? primary : null;
}

/** A sentence by its number, any whole number ≥ 0, in a spoken language. */
export function phrase(number: number, language: string): string {
  const row = rows[number % rows.length];
  return row?.[languages.indexOf(language)] ?? '';
}
