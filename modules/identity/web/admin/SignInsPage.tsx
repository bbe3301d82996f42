import { useState } from 'react';
import { useNavigate } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { Table } from '../../../../web/kit/Table.tsx';
import { paths } from '../../../../web/paths.ts';
import { listObservedSignIns } from '../../administration/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { FilterTabs } from './FilterBar.tsx';
import { missing } from './field-errors.ts';
import { useFilters } from './filters.ts';
import { signInColumns } from './SignInList.tsx';

const tabs = [
  { value: '', label: 'All' },
  { value: 'refused', label: 'Refused' },
];
const shape = listObservedSignIns.query;

export const loader = administratorsLoader(() => undefined);
export default forAdministrators('Sign-ins', SignInsPage);

function SignInsPage() {
  const navigate = useNavigate();
  const { filters, change, clear, any } = useFilters(['email', 'address', 'outcome']);
  // What is no address was written into the page's own: it is as if it were not there.
  const { email, address } = validOf(filters);
  const pages = usePages(listObservedSignIns, {
    query: {
      ...(email && { email }),
      ...(address && { address }),
      ...(filters.outcome === 'refused' && { failed: true }),
    },
  });
  return (
    <Page title="Sign-ins" hint="Every attempt to come in, and what became of it.">
      <FilterTabs name="outcome" label="Outcome" choices={tabs} />
      <Sifter
        key={`${filters.email} ${filters.address}`}
        email={filters.email}
        address={filters.address}
        onChange={change}
      />
      <Table
        label="Sign-ins"
        columns={signInColumns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ email }) => email ?? 'an attempt'}
        onOpen={({ userId }) => userId && void navigate(paths.adminPerson({ userId }))}
        empty={
          <Empty title="No attempt" actions={any && <Button onClick={clear}>Show all attempts</Button>}>
            {any ? 'Nothing was tried like that.' : 'As soon as somebody signs in, it is kept here.'}
          </Empty>
        }
      />
    </Page>
  );
}

interface Sifted {
  readonly email: string;
  readonly address: string;
}

function validOf({ email, address }: Sifted) {
  const of = (asked: object) => {
    const read = shape.safeParse({ limit: 50, ...asked });
    return read.success ? read.data : undefined;
  };
  return {
    email: email ? of({ email })?.email : undefined,
    address: address ? of({ address })?.address : undefined,
  };
}

/** Whole addresses only: an index finds them at once among millions. */
function Sifter({ email, address, onChange }: Sifted & { onChange: (changes: Partial<Sifted>) => void }) {
  const [written, setWritten] = useState({ email, address });
  const [refusal, setRefusal] = useState<Error>();
  const submit = () => {
    const asked = { email: written.email.trim(), address: written.address.trim() };
    const valid = validOf(asked);
    const wrong = missing({
      email: asked.email && !valid.email ? 'Write a whole address like name@example.com.' : undefined,
      address: asked.address && !valid.address ? 'Write an address like 203.0.113.7.' : undefined,
    });
    setRefusal(wrong);
    if (!wrong) onChange(asked);
  };
  return (
    <Form onSubmit={submit} error={refusal} className="flex flex-wrap items-start gap-3 py-4">
      <TextField
        name="email"
        label="Who"
        type="email"
        placeholder="name@example.com"
        className="w-64 max-sm:w-full"
        autoComplete="off"
        value={written.email}
        onChange={(email) => setWritten({ ...written, email })}
      />
      <TextField
        name="address"
        label="From"
        placeholder="203.0.113.7"
        className="w-48 max-sm:w-full"
        autoComplete="off"
        value={written.address}
        onChange={(address) => setWritten({ ...written, address })}
      />
      <Button type="submit" className="sm:mt-[1.72rem]">
        Find
      </Button>
    </Form>
  );
}
