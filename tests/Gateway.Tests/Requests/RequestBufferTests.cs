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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bodies_TogetherBeyondTheBudget_AreRefusedUntilOneIsGivenBack(bool announced)
    {
        var budget = new BodyBudget();
        var first = Read(new byte[100_000], 200_000, announced, budget, limitOfAll: 200_000)!;
        Assert.True(budget.Held >= 100_000);
        Assert.Null(Read(new byte[100_000], 200_000, announced, budget, limitOfAll: 200_000));
        Assert.Equal(131_072, budget.Held);
        first.Release();
        Assert.Equal(0, budget.Held);
        Read(new byte[100_000], 200_000, announced, budget, limitOfAll: 200_000)!.Release();
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task Body_OnlyAnnounced_HoldsNothing()
    {
        var budget = new BodyBudget();
        var request = new DefaultHttpContext().Request;
        var pipe = new System.IO.Pipelines.Pipe();
        request.Body = pipe.Reader.AsStream();
        request.ContentLength = 30_000_000;
        using var leave = new CancellationTokenSource();
        var read = RequestBuffer.ReadAsync(request, new BodyLimits(32_000_000, 32_000_000), budget, leave.Token).AsTask();
        await pipe.Writer.WriteAsync("{"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(budget.Held <= 64 * 1024);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(0, budget.Held);
    }

    private static RequestBuffer? Read(byte[] body, long limit, bool announced, BodyBudget? budget = null, long limitOfAll = 1 << 30)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(body);
        request.ContentLength = announced ? body.Length : null;
        return RequestBuffer.ReadAsync(request, new BodyLimits(limit, limitOfAll), budget ?? new BodyBudget(), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult().Body;
    }
}
