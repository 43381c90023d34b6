using Gateway.Backends;

namespace Gateway.Tests.Backends;

public sealed class OwnNetworkTests
{
    [Theory]
    [InlineData("http://127.0.0.1:11434", true)]
    [InlineData("http://localhost:11434", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("http://10.1.2.3", true)]
    [InlineData("http://172.16.0.1", true)]
    [InlineData("http://172.31.255.255", true)]
    [InlineData("http://192.168.1.9", true)]
    [InlineData("http://[fd00::1]", true)]
    [InlineData("http://[::ffff:10.0.0.1]", true)]
    [InlineData("http://172.32.0.1", false)]
    [InlineData("http://11.0.0.1", false)]
    [InlineData("http://[2001:db8::1]", false)]
    [InlineData("http://[::ffff:8.8.8.8]", false)]
    [InlineData("http://gpu-box:11434", false)]
    [InlineData("https://api.siliconflow.cn/v1", false)]
    public void Address_IsOwnOnlyWhereThatIsCertain(string url, bool isOwn) => Assert.Equal(isOwn, OwnNetwork.Holds(new Uri(url)));
}
