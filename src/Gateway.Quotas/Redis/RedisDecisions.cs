namespace Gateway.Quotas.Redis;

/// <summary>Reads the answer of the reserve script.</summary>
internal static class RedisDecisions
{
    private const long Granted = 1;
    private const long Unopened = 2;

    public static SharedDecision Read(ReadOnlySpan<byte> answer, QuotaSubject[] subjects)
    {
        var numbers = new RedisNumbers(answer);
        var outcome = numbers.Next();
        var second = numbers.Next();
        if (outcome == Unopened)
        {
            return new SharedDecision(
                new QuotaDecision { Outcome = QuotaOutcome.Unopened, Subject = subjects[(int)numbers.Next()] }, second, null);
        }

        var requests = new QuotaRoom(numbers.Next(), numbers.Next());
        var tokens = new QuotaRoom(numbers.Next(), numbers.Next());
        if (outcome != Granted)
        {
            return new SharedDecision(ReadRefusal(ref numbers, subjects) with { Requests = requests, Tokens = tokens }, second, null);
        }

        var held = new (QuotaAmount, QuotaAmount)[subjects.Length];
        for (var i = 0; i < held.Length; i++)
        {
            held[i] = (numbers.NextAmount(), numbers.NextAmount());
        }

        return new SharedDecision(
            new QuotaDecision { Outcome = QuotaOutcome.Granted, Second = second, Requests = requests, Tokens = tokens }, second, held);
    }

    private static QuotaDecision ReadRefusal(ref RedisNumbers numbers, QuotaSubject[] subjects)
    {
        var limit = (int)numbers.Next();
        var subject = subjects[(int)numbers.Next()];
        return new QuotaDecision
        {
            Outcome = QuotaOutcome.Refused,
            Kind = subject.Limits.All[limit].Kind,
            Subject = subject,
            Limit = numbers.Next(),
            Used = numbers.Next(),
            RetryAfter = TimeSpan.FromMilliseconds(numbers.Next()),
        };
    }
}
