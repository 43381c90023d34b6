using System.Buffers.Text;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Reads an answer of a script: whole numbers with blanks between. A text, because a script's own numbers lose their fraction and
/// their last digits on the way.
/// </summary>
internal ref struct RedisNumbers(ReadOnlySpan<byte> answer)
{
    private ReadOnlySpan<byte> _rest = answer;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public long Next()
    {
        if (!Utf8Parser.TryParse(_rest, out long number, out var length))
        {
            throw new InvalidDataException("Redis gave an answer that is none of the quota scripts'.");
        }

        _rest = _rest[Math.Min(_rest.Length, length + 1)..];
        return number;
    }

    public int NextInt() => checked((int)Next());
}
