export const contactsEvents = [] as const;

export const contactsErrors = {} as const;
