using System.Buffers.Binary;
using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Reads a script's answer, packed as doubles, which is what Lua's numbers are. As protocol numbers they would lose their fraction, and as
/// text they would cost Redis four times as much.
/// </summary>
internal ref struct RedisNumbers(ReadOnlySpan<byte> answer)
{
    private ReadOnlySpan<byte> _rest = answer;

    public long Next()
    {
        if (_rest.Length < sizeof(double))
        {
            throw new InvalidDataException("Redis gave an answer that is none of the quota scripts'.");
        }

        var number = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[sizeof(double)..];
        return (long)number;
    }

    public QuotaAmount NextAmount()
    {
        QuotaAmount amount = default;
        foreach (var meter in QuotaAmount.Meters)
        {
            amount = amount.With(meter, Next());
        }

        return amount;
    }
}
