using Gateway.Quotas;
using Gateway.Quotas.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.InMemory;

public sealed class InMemoryQuotaStoreTests : QuotaStoreConformance
{
    private readonly FakeTimeProvider _time = new(Start);

    public InMemoryQuotaStoreTests() => Store = new InMemoryQuotaStore(_time);

    private protected override IQuotaStore Store { get; }

    protected override void Advance(TimeSpan by) => _time.AdjustTime(_time.GetUtcNow() + by);
}
