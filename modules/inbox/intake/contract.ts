export const intakeEvents = [] as const;

export const intakeErrors = {} as const;
