import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorBoundary } from '../kit/ErrorBoundary.tsx';
import { Progress } from '../kit/Progress.tsx';
import { Empty, Failed, Loading, ReadOnlyNote, Refused } from '../kit/states.tsx';
import { Specimen } from './Specimen.tsx';

const failure = new ApiError({
  status: 500,
  code: 'stoa.internal',
  message: 'Something went wrong on our side. It has been noted.',
  requestId: '01996f2e-7a31-7c52-9d0e-5b1f2c3a4d5e',
  fields: [],
});

export default function States() {
  const [broken, setBroken] = useState(false);
  return (
    <>
      <div className="grid gap-x-10 sm:grid-cols-2">
        <Specimen name="Empty" wide>
          <Empty
            title="No replies yet"
            actions={
              <Button look="primary" icon={Plus}>
                Write the first
              </Button>
            }
          >
            What you write reaches the customer in their own app.
          </Empty>
        </Specimen>
        <Specimen name="Refused" wide>
          <Refused>Only an owner or admin sees what this workspace pays. Ada Keller is one.</Refused>
        </Specimen>
        <Specimen name="Failed" wide>
          <Failed error={failure} again={() => {}} />
        </Specimen>
        <Specimen name="Loading" wide>
          <Loading />
        </Specimen>
      </div>
      <Specimen name="Looking, not changing" wide>
        <ReadOnlyNote>As a viewer of Keller & Daughters you cannot change its locations.</ReadOnlyNote>
      </Specimen>
      <Specimen name="Long work" wide>
        <div className="flex flex-col gap-6">
          <Progress label="Importing posts" done={214} of={900} note="214 of 900 posts" onCancel={() => {}} />
          <Progress label="Reading the catalogue" onCancel={() => {}} cancelling />
        </div>
      </Specimen>
      <Specimen name="A part that broke" wide>
        <ErrorBoundary>
          <Fragile broken={broken} />
          <Button size="small" onClick={() => setBroken(true)}>
            Break it
          </Button>
        </ErrorBoundary>
      </Specimen>
    </>
  );
}

function Fragile({ broken }: { broken: boolean }) {
  if (broken) throw new Error('broken on purpose');
  return <p className="mb-3 text-soft">Only this part goes down, and it can be tried again.</p>;
}
