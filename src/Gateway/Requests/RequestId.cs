using System.Buffers.Binary;

namespace Gateway.Requests;

/// <summary>Reads the ids of requests, which are UUIDs of version 7.</summary>
internal static class RequestId
{
    /// <summary>The time of its creation, in Unix milliseconds.</summary>
    public static long MillisecondsOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }

    /// <summary>The time of its creation; the earliest possible time for a text that is no id.</summary>
    public static DateTimeOffset TimeOf(string id) => Guid.TryParseExact(id, "N", out var guid)
        ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(MillisecondsOf(guid), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
        : DateTimeOffset.MinValue;
}
