using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Bytes;

public class RemoveMemberTests
{
    [Theory]
    [InlineData("""{"x":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"a":1,"x":null,"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"x":"v"}""", """{"a":1}""")]
    [InlineData("""{"x":[1]}""", "{}")]
    [InlineData("""{"x":1,"y":2,"b":3}""", """{"b":3}""")]
    [InlineData("""{"a":1,"x":1,"y":2,"b":3}""", """{"a":1,"b":3}""")]
    [InlineData("""{"a":1,"x":1,"y":2}""", """{"a":1}""")]
    [InlineData("""{"x":1,"y":2}""", "{}")]
    [InlineData("""{"x":1,"a":0,"y":2}""", """{"a":0}""")]
    [InlineData("{ \"a\" : 1 ,\r\n \"x\" : 1\t}", "{ \"a\" : 1 \r\n \t}")]
    [InlineData("{ \"x\" : 1 , \"b\" : 2 }", "{  \"b\" : 2 }")]
    public void Member_AnyPlace_GoesWithOneComma(string json, string expected)
    {
        var members = JsonDocument.Parse(json).RootElement.EnumerateObject().Select(p => p.Name).Where(n => n is "x" or "y");
        Assert.Equal(expected, Remove(json, members));
    }

    [Fact]
    public void Members_AnyOfThemInAnyOrder_LeaveValidJson() =>
        Gen.Select(Gen.Int[1, 6], Gen.Shuffle(new[] { "a", "b", "c", "d", "e", "f" }, 0, 6), Gen.Bool).Sample((count, order, spaced) =>
        {
            string[] all = ["a", "b", "c", "d", "e", "f"];
            var json = "{" + string.Join(spaced ? " , " : ",", all[..count].Select(n => $"\"{n}\":1")) + "}";
            var removed = order.Where(n => all.AsSpan(0, count).Contains(n)).ToArray();
            var left = JsonDocument.Parse(Remove(json, removed)).RootElement.EnumerateObject().Select(p => p.Name);
            Assert.Equal(all[..count].Except(removed), left);
        });

    [Fact]
    public void Insertion_InFrontOfARemovedMember_StandsInItsPlace()
    {
        var edits = new ByteEdits();
        edits.RemoveMember("{\"x\":1,\"b\":2}"u8, 1, 6);
        edits.Insert(1, "\"n\":0,"u8.ToArray());
        Assert.Equal("""{"n":0,"b":2}""", Apply("""{"x":1,"b":2}""", edits));
    }

    private static string Remove(string json, IEnumerable<string> names)
    {
        var edits = new ByteEdits();
        foreach (var name in names)
        {
            var start = json.IndexOf($"\"{name}\"", StringComparison.Ordinal);
            var colon = json.IndexOf(':', start);
            var value = JsonDocument.Parse(json).RootElement.GetProperty(name).GetRawText();
            edits.RemoveMember(Encoding.UTF8.GetBytes(json), start, json.IndexOf(value, colon, StringComparison.Ordinal) + value.Length);
        }

        return Apply(json, edits);
    }

    private static string Apply(string json, ByteEdits edits)
    {
        var output = new ArrayBufferWriter<byte>();
        edits.Apply(Encoding.UTF8.GetBytes(json), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
