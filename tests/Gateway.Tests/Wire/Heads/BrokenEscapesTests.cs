namespace Gateway.Tests.Wire.Heads;

/// <summary>Half of an escaped surrogate pair is valid to a JSON scanner, but a decoder does not accept it as text.</summary>
public class BrokenEscapesTests
{
    [Theory]
    [InlineData("""{"\ud800":1,"model":"Chat","messages":[{}]}""")]
    [InlineData("""{"model":"Chat","messages":[{"\udc00ten":1}]}""")]
    [InlineData("""{"model":"Chat","messages":[{}],"stream_options":{"\ud800xxxxxxxx":1}}""")]
    [InlineData("""{"model":"Ch\ud800t","messages":[{}]}""")]
    public void Body_HalfSurrogatePairInNameOrModel_IsInvalidJson(string body) => Assert.Equal("invalid_json", HeadCases.Refuse(body).Code);

    [Fact]
    public void Body_HalfSurrogatePairInContent_PassesToTheBackend() =>
        Assert.Equal(1, HeadCases.Read(HeadCases.Saying("""[{"role":"user","content":"\ud800"}]""")).Messages);
}
