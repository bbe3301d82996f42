import { useNavigate } from 'react-router';
import { usePages } from '../../../../../web/kit/api.ts';
import { Badge } from '../../../../../web/kit/Badge.tsx';
import { ButtonLink } from '../../../../../web/kit/Link.tsx';
import { Page } from '../../../../../web/kit/Page.tsx';
import { Empty } from '../../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../../web/kit/Table.tsx';
import { Time } from '../../../../../web/kit/time.tsx';
import { paths } from '../../../../../web/paths.ts';
import {
  administratorsLoader,
  FilterTabs,
  forAdministrators,
  useFilters,
} from '../../../../../web/shared.ts';
import {
  type AffiliateStatus,
  type AffiliateSummary,
  affiliateStatuses,
  listAffiliates,
} from '../../../contract.ts';
import { affiliateWords, wordOf } from '../words.ts';

const statuses = [
  // What waits for somebody is what one comes for.
  { value: '', label: 'Waiting' },
  { value: 'approved', label: 'Affiliates' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'rejected', label: 'Refused' },
];

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Affiliates', AffiliatesPage);

function AffiliatesPage() {
  const navigate = useNavigate();
  const { filters } = useFilters(['status']);
  const status = affiliateStatuses.find((one) => one === filters.status) ?? 'applied';
  const pages = usePages(listAffiliates, { query: { status } });
  return (
    <Page
      title="Affiliates"
      hint="Who brings others here, and gets a share of what those pay."
      actions={<ButtonLink to={paths.adminAffiliatePayouts()}>Statements</ButtonLink>}
    >
      <FilterTabs name="status" label="State" choices={statuses} />
      <Table
        label="Affiliates"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={({ id }) => void navigate(paths.adminAffiliate({ affiliateId: id }))}
        empty={<Empty title={nobody[status].title}>{nobody[status].words}</Empty>}
      />
    </Page>
  );
}

const nobody: Readonly<Record<AffiliateStatus, { title: string; words: string }>> = {
  applied: {
    title: 'Nobody waits',
    words: 'People apply under You, Affiliate. Whoever does stands here until you decide.',
  },
  approved: { title: 'No affiliates yet', words: 'Whoever you take on stands here, with what came of it.' },
  suspended: {
    title: 'Nobody is suspended',
    words: 'Who is suspended earns nothing until you take them on again.',
  },
  rejected: { title: 'Nobody was refused', words: 'Who was refused can apply again.' },
};

const columns: Column<AffiliateSummary>[] = [
  {
    title: 'Who',
    width: 'minmax(0,2.5fr)',
    onPhone: 'title',
    cell: ({ name, email }) => (
      <>
        <span className="block truncate">{name}</span>
        <span className="block truncate text-sm text-faint">{email}</span>
      </>
    ),
  },
  {
    title: 'Link',
    width: 'minmax(0,1.5fr)',
    onPhone: 'hidden',
    cell: (row) => <code className="block truncate font-mono text-xs text-soft">{wordOf(row)}</code>,
  },
  {
    title: 'State',
    width: '7rem',
    onPhone: 'corner',
    cell: ({ status }) => <Badge tone={affiliateWords[status].tone}>{affiliateWords[status].label}</Badge>,
  },
  {
    title: 'Applied',
    width: '8rem',
    align: 'end',
    cell: ({ appliedAt }) => (
      <span className="text-soft">
        <Time at={appliedAt} />
      </span>
    ),
  },
];
