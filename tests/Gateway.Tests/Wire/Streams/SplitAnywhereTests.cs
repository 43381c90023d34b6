using System.Text;
using CsCheck;

namespace Gateway.Tests.Wire.Streams;

/// <summary>A network tears a stream apart anywhere: inside a line, a character, or a line end.</summary>
public class SplitAnywhereTests
{
    [Theory]
    [MemberData(nameof(GoldenStreams.Names), MemberType = typeof(GoldenStreams))]
    public void Stream_SplitAtEveryByte_ComesOutAsWhole(string name)
    {
        var (bytes, whole) = Whole(name);
        for (var at = 0; at <= bytes.Length; at++)
        {
            AssertSame(whole, StreamCases.Run(StreamCases.NewRepair(), bytes, at));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenStreams.Names), MemberType = typeof(GoldenStreams))]
    public void Stream_SplitAtSeveralBytes_ComesOutAsWhole(string name)
    {
        var (bytes, whole) = Whole(name);
        Gen.Int[0, bytes.Length].Array[2, 12].Sample(
            splits => AssertSame(whole, StreamCases.Run(StreamCases.NewRepair(), bytes, [.. splits.Order()])), iter: 300);
    }

    [Theory]
    [MemberData(nameof(GoldenStreams.Names), MemberType = typeof(GoldenStreams))]
    public void Stream_ByteByByte_ComesOutAsWhole(string name)
    {
        var (bytes, whole) = Whole(name);
        AssertSame(whole, StreamCases.Run(StreamCases.NewRepair(), bytes, [.. Enumerable.Range(0, bytes.Length)]));
    }

    private static (byte[] Bytes, Repaired Whole) Whole(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(GoldenStreams.Find(name));
        return (bytes, StreamCases.Run(StreamCases.NewRepair(), bytes));
    }

    private static void AssertSame(Repaired whole, Repaired split)
    {
        Assert.Equal(whole.Text, split.Text);
        Assert.Equal(whole.End, split.End);
        Assert.Equal(whole.Answer.Settle(1), split.Answer.Settle(1));
    }
}
