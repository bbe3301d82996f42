export const mailEvents = [] as const;

export const mailErrors = {} as const;
