using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Whatever a backend sends, the client's stream ends with a finish reason and [DONE], or with one error event.</summary>
public class AnyStreamEndsHonestlyTests
{
    private static readonly Gen<byte[]> Golden = Gen.OneOf([.. GoldenStreams.Good.Values, .. GoldenStreams.Odd.Values]).Select(
        Encoding.UTF8.GetBytes);

    [Fact]
    public void Stream_Damaged_EndsHonestly() => Mutation.Of(Golden).Sample(AssertHonest, iter: 30_000, print: Encoding.UTF8.GetString);

    [Fact]
    public void Stream_CutAnywhere_EndsHonestly()
    {
        foreach (var name in GoldenStreams.Names)
        {
            var bytes = Encoding.UTF8.GetBytes(GoldenStreams.Find(name.Data));
            for (var length = 0; length <= bytes.Length; length++)
            {
                AssertHonest(bytes[..length]);
            }
        }
    }

    [Fact]
    public void Stream_OfAnyBytes_EndsHonestly() => Gen.Byte.Array[0, 80].Sample(AssertHonest, iter: 5_000);

    private static void AssertHonest(byte[] bytes)
    {
        var repaired = StreamCases.Run(StreamCases.NewRepair(), bytes);
        foreach (var line in repaired.Text.Split('\n').Where(
            l => l.StartsWith("data:", StringComparison.Ordinal) && !l.Contains("[DONE]", StringComparison.Ordinal)))
        {
            var json = JsonDocument.Parse(line[5..]).RootElement;
            Assert.True(json.TryGetProperty("choices", out _) || json.TryGetProperty("error", out _), line);
        }

        if (repaired.End == AnswerEnd.Complete)
        {
            Assert.EndsWith("\n\n" + Sse.Done, repaired.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.True(repaired.Answer.IsFinished);
            return;
        }

        Assert.NotEqual(AnswerEnd.None, repaired.End);
        Assert.False(string.IsNullOrEmpty(repaired.Repair.Failure));
        Assert.Contains("data: {\"error\":{", repaired.Text[^Math.Min(repaired.Text.Length, 1300)..], StringComparison.Ordinal);
        Assert.DoesNotContain("\ndata: [DONE]", repaired.Text, StringComparison.Ordinal);
    }
}
