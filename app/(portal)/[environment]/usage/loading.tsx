import { ReportSkeleton } from '#components/usage/report-skeleton';

export default function UsageLoading() {
  return <ReportSkeleton of="usage" charts={2} />;
}
