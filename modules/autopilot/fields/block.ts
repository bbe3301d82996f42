const [begin, end] = ['<<<', '>>>'];

/** What others wrote, for a model to read. Nothing of theirs can end such a block. */
export const blockOf = (text: string): string =>
  `${begin}\n${text.replaceAll(/<{3,}/g, '‹‹‹').replaceAll(/>{3,}/g, '›››')}\n${end}`;
