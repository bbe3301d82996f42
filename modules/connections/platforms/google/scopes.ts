/** Reading reviews and answering them is one permission, with all else that can be done to a place. */
export const businessScope = 'https://www.googleapis.com/auth/business.manage';
