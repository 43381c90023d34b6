using Gateway.Clients.Tests.Node;
using Gateway.Clients.Tests.Rigs;
using Gateway.Clients.Tests.Shapes;

[assembly: AssemblyFixture(typeof(EveryPersonality))]
[assembly: AssemblyFixture(typeof(OddBackend))]
[assembly: AssemblyFixture(typeof(NodeClients))]
[assembly: AssemblyFixture(typeof(ContinueCli))]
