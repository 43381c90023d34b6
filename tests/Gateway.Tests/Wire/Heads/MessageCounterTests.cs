using System.Text;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>Messages are counted as they arrive, wherever the body is cut, and nothing else counts as one.</summary>
public sealed class MessageCounterTests
{
    private static string Many(int count) => string.Join(',', Enumerable.Repeat("""{"role":"user","content":"a \", [ \\"}""", count));

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4097, true)]
    public void Messages_AreCountedExactly_WhereverTheBodyIsCut(int count, bool passes)
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"model":"messages","tools":[1,2,3],"messages":[{{Many(count)}}],"x":[{{string.Join(',', Enumerable.Repeat("1", 9000))}}]}""");
        foreach (var step in new[] { 1, 7, 4096, body.Length })
        {
            var counter = new MessageCounter();
            var passed = false;
            for (var end = Math.Min(step, body.Length); !passed; end = Math.Min(end + step, body.Length))
            {
                passed = counter.Passes(body.AsSpan(0, end));
                if (end == body.Length)
                {
                    break;
                }
            }

            Assert.Equal(passes, passed);
        }
    }

    [Theory]
    [InlineData("\"tools\":[{0}]")]
    [InlineData("\"x\":{{\"messages\":[{0}]}}")]
    [InlineData("\"messages\":[{{\"content\":[{0}]}}]")]
    [InlineData("\"user\":\"messages\",\"tools\":[{0}]")]
    public void OtherLists_AreNotCounted(string member)
    {
        var counter = new MessageCounter();
        Assert.False(counter.Passes(Encoding.UTF8.GetBytes("{" + string.Format(null, CompositeFormat.Parse(member), Many(5000)) + "}")));
    }
}
