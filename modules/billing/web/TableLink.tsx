import Download from 'lucide-react/icons/download';

interface Props {
  /** As the contract has it, filled. */
  path: string;
  query: Readonly<Record<string, string>>;
}

/** What a screen shows as a file for a spreadsheet. */
export const TableLink = ({ path, query }: Props) => (
  <a
    href={`/api${path}?${new URLSearchParams(query)}`}
    download
    className="inline-flex h-9 items-center gap-2 rounded-md border border-line bg-raised px-3 hover:bg-hover"
  >
    <Download size={16} strokeWidth={1.75} aria-hidden />
    Save as a table
  </a>
);
