using System.Text;
using CsCheck;
using Gateway.Requests;

namespace Gateway.Tests.Requests;

public class RequestBufferTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Body_OfAnySize_IsReadWhole(bool announced) => Gen.Byte.Array[0, 100_000].Sample(
        body => Assert.Equal(body, Read(body, body.Length, announced)?.Span.ToArray()), iter: 30, threads: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Body_BeyondTheLimit_IsNull(bool announced)
    {
        Assert.Null(Read(new byte[100_001], 100_000, announced));
        Assert.Equal(100_000, Read(new byte[100_000], 100_000, announced)?.Length);
    }

    [Fact]
    public void Body_HeldByTwo_IsThereUntilBothAreDone()
    {
        var buffer = Read(Encoding.UTF8.GetBytes("body"), 10, announced: true)!;
        buffer.Hold();
        buffer.Release();
        Assert.Equal("body"u8, buffer.Span);
        buffer.Release();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span.Length);
    }

    private static RequestBuffer? Read(byte[] body, long limit, bool announced)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(body);
        request.ContentLength = announced ? body.Length : null;
        return RequestBuffer.ReadAsync(request, limit, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
