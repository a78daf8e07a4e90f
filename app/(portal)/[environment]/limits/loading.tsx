import { ReportSkeleton } from '#components/usage/report-skeleton';

export default function LimitsLoading() {
  return <ReportSkeleton of="rate limits" charts={1} />;
}
